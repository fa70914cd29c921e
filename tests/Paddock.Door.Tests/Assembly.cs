using System.Runtime.Versioning;
using Paddock.Door.Tests.Hosting;

// One server with the hosts behind its door for the suite. Tests wait on them rather than compute.
[assembly: AssemblyFixture(typeof(DoorFixture))]
[assembly: CollectionBehavior(MaxParallelThreads = 4)]

[assembly: SupportedOSPlatform("linux")]
