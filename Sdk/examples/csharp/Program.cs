using Molecule.Sdk;

await MoleculeAgent.RunAsync(AgentOptions.FromEnvironment(), async (message, context) =>
{
    context.Report("thinking about it");
    await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, context.Stopping);
    return $"You said: {message.Text}";
});
