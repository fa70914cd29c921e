using System.Runtime.Versioning;
using Paddock.Runtimes.Tests.Hosting;

// One server with an index behind its door for the suite. A build takes a core for seconds.
[assembly: AssemblyFixture(typeof(RuntimesFixture))]
[assembly: CollectionBehavior(MaxParallelThreads = 3)]

[assembly: SupportedOSPlatform("linux")]
