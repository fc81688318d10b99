using System.Text.Json;
using Molecule.Gateway.Http;
using Molecule.Grains.Workspaces;

namespace Molecule.Gateway.Endpoints.Registry.Heartbeats;

/// <summary>
/// Reads heartbeats straight from the connection's buffer (contract, 7.2): tens of thousands a second arrive, so no document is built.
/// Wrong types,
/// fractions where whole numbers belong, figures that do not fit and members given twice make it malformed; unknown members are passed
/// over.
/// </summary>
static class HeartbeatReader
{
    const HeartbeatField TopLevel = HeartbeatField.WorkspaceId | HeartbeatField.ErrorRate | HeartbeatField.SampleError
        | HeartbeatField.ActiveTasks | HeartbeatField.UptimeSeconds | HeartbeatField.CurrentTask | HeartbeatField.MonthlySpend | HeartbeatField.RuntimeState
        | HeartbeatField.RuntimeMetadata;

    const HeartbeatField InMetadata = HeartbeatField.Capabilities | HeartbeatField.IdleTimeoutSeconds;

    /// <summary>Cents beyond which a spend is cut.</summary>
    const long MaxSpend = 1_000_000_000_000;

    /// <summary>Reads a heartbeat.</summary>
    /// <param name="body">UTF-8.</param>
    /// <param name="workspaceId">Whose it is; empty when it does not say.</param>
    /// <returns>Null if it is malformed.</returns>
    public static Heartbeat? Read(ReadOnlySpan<byte> body, out string workspaceId)
    {
        workspaceId = "";
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 64 });
            var beat = ReadObject(ref reader, ref workspaceId);
            return reader.Read() ? null : beat;
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException)
        {
            return null; // No JSON, a wrong type, a number that does not fit, half a surrogate pair.
        }
    }

    static Heartbeat? ReadObject(ref Utf8JsonReader reader, ref string workspaceId)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        var seen = HeartbeatField.None;
        var draft = new Draft();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = HeartbeatFields.Find(ref reader, TopLevel);
            if ((seen & field) != 0)
            {
                return null;
            }

            seen |= field;
            reader.Read();
            if (field == HeartbeatField.None)
            {
                reader.Skip();
            }
            else if (reader.TokenType == JsonTokenType.Null)
            {
                // Says nothing, like an absent member.
            }
            else if (field == HeartbeatField.WorkspaceId)
            {
                workspaceId = reader.GetString() ?? "";
            }
            else if (!draft.Take(ref reader, field))
            {
                return null;
            }
        }

        return draft.ToHeartbeat();
    }

    static bool TryReadMetadata(ref Utf8JsonReader reader, out AgentMetadata? metadata)
    {
        metadata = null;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        var seen = HeartbeatField.None;
        List<string> capabilities = [];
        int? idle = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = HeartbeatFields.Find(ref reader, InMetadata);
            if ((seen & field) != 0)
            {
                return false;
            }

            seen |= field;
            reader.Read();
            switch (field)
            {
                case HeartbeatField.IdleTimeoutSeconds when reader.TokenType != JsonTokenType.Null:
                    idle = reader.GetInt64() is > 0 and var seconds ? (int)Math.Min(seconds, int.MaxValue) : null;
                    break;
                case HeartbeatField.Capabilities when reader.TokenType != JsonTokenType.Null:
                    if (!TryReadCapabilities(ref reader, capabilities))
                    {
                        return false;
                    }

                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        metadata = new AgentMetadata(capabilities, idle);
        return true;
    }

    static bool TryReadCapabilities(ref Utf8JsonReader reader, List<string> capabilities)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.Null && reader.GetBoolean() && capabilities.Count < 64)
            {
                capabilities.Add(name);
            }
        }

        return true;
    }

    struct Draft()
    {
        double _errorRate;
        string _sampleError = "";
        int _activeTasks;
        long _uptimeSeconds;
        string _currentTask = "";
        long _monthlySpend;
        string _runtimeState = "";
        AgentMetadata? _metadata;

        public bool Take(ref Utf8JsonReader reader, HeartbeatField field)
        {
            switch (field)
            {
                case HeartbeatField.ErrorRate:
                    _errorRate = reader.GetDouble();
                    return double.IsFinite(_errorRate);
                case HeartbeatField.SampleError:
                    _sampleError = JsonText.Clean(reader.GetString()!);
                    return true;
                case HeartbeatField.ActiveTasks:
                    // Whoever says that it has more to do than can be counted is alive all the same.
                    _activeTasks = (int)Math.Clamp(reader.GetInt64(), 0, int.MaxValue);
                    return true;
                case HeartbeatField.UptimeSeconds:
                    _uptimeSeconds = reader.GetInt64();
                    return true;
                case HeartbeatField.CurrentTask:
                    _currentTask = JsonText.Clean(reader.GetString()!);
                    return true;
                case HeartbeatField.MonthlySpend:
                    _monthlySpend = Math.Clamp(reader.GetInt64(), 0, MaxSpend);
                    return true;
                case HeartbeatField.RuntimeState:
                    _runtimeState = JsonText.Clean(reader.GetString()!);
                    return true;
                default:
                    return TryReadMetadata(ref reader, out _metadata);
            }
        }

        public readonly Heartbeat ToHeartbeat() => new()
        {
            ErrorRate = Math.Clamp(_errorRate, 0, 1),
            SampleError = _sampleError,
            ActiveTasks = _activeTasks,
            UptimeSeconds = Math.Max(0, _uptimeSeconds),
            CurrentTask = _currentTask,
            MonthlySpend = _monthlySpend,
            RuntimeState = _runtimeState,
            Metadata = _metadata,
        };
    }
}
