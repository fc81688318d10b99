using System.Text.Json;
using System.Text.Json.Serialization;
using Molecule.Gateway.Endpoints;
using Molecule.Gateway.Endpoints.Activity;
using Molecule.Gateway.Endpoints.Approvals;
using Molecule.Gateway.Endpoints.Budgets;
using Molecule.Gateway.Endpoints.Delegations;
using Molecule.Gateway.Endpoints.Queues;
using Molecule.Gateway.Endpoints.Registry;
using Molecule.Gateway.Endpoints.Teams;
using Molecule.Gateway.Endpoints.Tokens;
using Molecule.Gateway.Endpoints.Viewports;
using Molecule.Gateway.Endpoints.Workspaces;

namespace Molecule.Gateway.Http;

/// <summary>
/// The shapes of bodies and small answers. Names are snake_case and, reading, match whatever their case; members that are unknown are
/// ignored, those
/// that come twice are refused.
/// </summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.General, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    PropertyNameCaseInsensitive = true, AllowDuplicateProperties = false, MaxDepth = 64)]
[JsonSerializable(typeof(CreateBody))]
[JsonSerializable(typeof(UpdateBody))]
[JsonSerializable(typeof(RegisterBody))]
[JsonSerializable(typeof(CardBody))]
[JsonSerializable(typeof(AccessBody))]
[JsonSerializable(typeof(ActivityBody))]
[JsonSerializable(typeof(ApprovalBody))]
[JsonSerializable(typeof(ApprovalReply))]
[JsonSerializable(typeof(DecisionBody))]
[JsonSerializable(typeof(DecisionReply))]
[JsonSerializable(typeof(ViewportBody))]
[JsonSerializable(typeof(BudgetBody))]
[JsonSerializable(typeof(BudgetReply))]
[JsonSerializable(typeof(DelegateBody))]
[JsonSerializable(typeof(RecordDelegationBody))]
[JsonSerializable(typeof(UpdateDelegationBody))]
[JsonSerializable(typeof(DelegatedReply))]
[JsonSerializable(typeof(DelegationStatusReply))]
[JsonSerializable(typeof(ExpandedReply))]
[JsonSerializable(typeof(CollapsedReply))]
[JsonSerializable(typeof(AgentBody))]
[JsonSerializable(typeof(MoveBody))]
[JsonSerializable(typeof(AssignedReply))]
[JsonSerializable(typeof(ReplacedReply))]
[JsonSerializable(typeof(AgentRemovedReply))]
[JsonSerializable(typeof(MovedReply))]
[JsonSerializable(typeof(DroppedReply))]
[JsonSerializable(typeof(MintBody))]
[JsonSerializable(typeof(StatusReply))]
[JsonSerializable(typeof(CreatedReply))]
[JsonSerializable(typeof(ExternalReply))]
[JsonSerializable(typeof(UpdatedReply))]
[JsonSerializable(typeof(RemovedReply))]
[JsonSerializable(typeof(ConfirmationReply))]
[JsonSerializable(typeof(StopFailedReply))]
[JsonSerializable(typeof(StateReply))]
[JsonSerializable(typeof(RestartBody))]
[JsonSerializable(typeof(RestartedReply))]
[JsonSerializable(typeof(PausedReply))]
[JsonSerializable(typeof(ResumedReply))]
[JsonSerializable(typeof(BusyReply))]
[JsonSerializable(typeof(BootstrapBody))]
[JsonSerializable(typeof(BootstrapReply))]
[JsonSerializable(typeof(ConsoleReply))]
[JsonSerializable(typeof(RegisteredReply))]
[JsonSerializable(typeof(DiscoveredReply))]
[JsonSerializable(typeof(AccessReply))]
[JsonSerializable(typeof(TokenReply))]
[JsonSerializable(typeof(TokenListReply))]
[JsonSerializable(typeof(OrgTokenListReply))]
[JsonSerializable(typeof(MintedReply))]
[JsonSerializable(typeof(RevokedReply))]
[JsonSerializable(typeof(TestTokenReply))]
[JsonSerializable(typeof(ViewportReply))]
sealed partial class GatewayJsonContext : JsonSerializerContext;
