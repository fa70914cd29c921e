using System.Runtime.Versioning;
using Paddock.Escape.Tests.Cage;

// One server, one attack at a time: each is judged by comparing the machine before and after it.
[assembly: AssemblyFixture(typeof(CageFixture))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

[assembly: SupportedOSPlatform("linux")]
