namespace Molecule.Gateway.Hosting.Metrics;

/// <summary>The labels of a measurement as they were given: comparing them costs no text. Two, or else all of them as text.</summary>
readonly record struct LabelSet(string? Name, object? Value, string? OtherName = null, object? OtherValue = null, string? Rendered = null)
{
    /// <summary>The labels of a measurement.</summary>
    public static LabelSet Of(ReadOnlySpan<KeyValuePair<string, object?>> tags) => tags.Length switch
    {
        0 => default,
        1 => new(tags[0].Key, tags[0].Value),
        2 => new(tags[0].Key, tags[0].Value, tags[1].Key, tags[1].Value),
        _ => new(null, null, Rendered: Render(tags)),
    };

    /// <summary>As the text format spells them, without the braces.</summary>
    public string Text => Rendered ?? (Name is null ? "" : OtherName is null
        ? Render([new(Name, Value)])
        : Render([new(Name, Value), new(OtherName, OtherValue)]));

    static string Render(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new string[tags.Length];
        for (var i = 0; i < tags.Length; i++)
        {
            labels[i] = $"{tags[i].Key.Replace('.', '_')}=\"{PrometheusText.Escape(tags[i].Value?.ToString() ?? "")}\"";
        }

        return string.Join(',', labels);
    }
}
