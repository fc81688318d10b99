using Molecule.Sdk.Inbound;

namespace Molecule.Silo.Demo;

/// <summary>A member of the sample organisation: takes its time, shows what it does, and reports. One of them fails now and then.</summary>
sealed class DemoMember(DemoRole role, TimeProvider time)
{
    int _tasks;

    public async Task<string> AnswerAsync(IncomingMessage message, MessageContext context)
    {
        var number = Interlocked.Increment(ref _tasks);
        foreach (var step in role.Steps)
        {
            context.Report($"{step}: {message.Text}");
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(700, 1800)), time, context.Stopping);
        }

        return role.FailsEvery > 0 && number % role.FailsEvery == 0
            ? throw new InvalidOperationException($"{message.Text}: the link checker gave up")
            : string.Format(System.Globalization.CultureInfo.InvariantCulture, role.Result, message.Text);
    }
}
