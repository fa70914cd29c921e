using Paddock.Core.Projects;

namespace Paddock.Server.Authentication;

/// <summary>A key that is good.</summary>
/// <param name="Caller">Whose it is.</param>
/// <param name="Usage">How much it is in use.</param>
internal sealed record KnownKey(Caller Caller, KeyUsage Usage);
