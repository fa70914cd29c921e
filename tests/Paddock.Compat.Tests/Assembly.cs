using System.Runtime.Versioning;
using Paddock.Compat.Tests.Corpus;

// One server for the suite; the languages run side by side, and each starts a call ahead of the one it waits for.
[assembly: AssemblyFixture(typeof(CompatServer))]
[assembly: CollectionBehavior(MaxParallelThreads = 4)]

[assembly: SupportedOSPlatform("linux")]
