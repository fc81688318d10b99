using System.Globalization;

namespace Molecule.Silo.Settings;

/// <summary>Environment variables by type. Blank counts as not set.</summary>
sealed class Variables(Func<string, string?> variable)
{
    public string? Text(string name) => variable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    public bool Flag(string name) => Text(name) == "1";

    public string OneOf(string name, string first, params ReadOnlySpan<string> others)
    {
        var value = Text(name)?.ToLowerInvariant() ?? first;
        return value == first || others.Contains(value)
            ? value
            : throw new SettingsException($"{name} is \"{value}\"; it may be {first}, {string.Join(", ", others!)}.");
    }

    public int Number(string name, int otherwise, int least, int most)
    {
        if (Text(name) is not { } text) return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new SettingsException($"{name} is \"{text}\"; it must be a number between {least} and {most}.");
    }

    /// <summary>Names of variables whose value is not used, because it is not what they take.</summary>
    public SortedSet<string> Ignored { get; } = new(StringComparer.Ordinal);

    /// <summary>For the variables whose contract says that anything but a positive number means the default.</summary>
    public int PositiveOr(string name, int otherwise)
    {
        if (Text(name) is not { } text) return otherwise;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0) return number;
        Ignored.Add(name);
        return otherwise;
    }

    /// <inheritdoc cref="PositiveOr"/>
    public double PositiveFractionOr(string name, double otherwise)
    {
        if (Text(name) is not { } text) return otherwise;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number > 0) return number;
        Ignored.Add(name);
        return otherwise;
    }

    /// <summary>A boolean literal; anything else means the default, too.</summary>
    public bool BooleanOr(string name, bool otherwise)
    {
        switch (Text(name)?.ToLowerInvariant())
        {
            case null: return otherwise;
            case "1" or "t" or "true": return true;
            case "0" or "f" or "false": return false;
        }

        Ignored.Add(name);
        return otherwise;
    }

    public IReadOnlyList<string>? List(string name) =>
        Text(name)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public Uri? Url(string name) => Text(name) is not { } text ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url
        : throw new SettingsException($"{name} is \"{text}\", which is not an http(s) URL.");
}
