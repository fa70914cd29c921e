namespace Paddock.Cli.Tests.Live;

/// <summary>Tests beside which no other may run.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
