namespace Paddock.Egress.Tests.Listening;

/// <summary>Tests that change what the whole process shares.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
