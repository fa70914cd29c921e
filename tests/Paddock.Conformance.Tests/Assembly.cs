using System.Runtime.Versioning;
using Paddock.TestKit.Hosting;

// One server for the suite. Tests wait on it rather than compute, so more of them run at once than there are cores.
[assembly: AssemblyFixture(typeof(ServerFixture))]
[assembly: CollectionBehavior(MaxParallelThreads = 6)]

[assembly: SupportedOSPlatform("linux")]
