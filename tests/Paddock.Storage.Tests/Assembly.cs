using System.Runtime.Versioning;
using Paddock.Storage.Tests.Fixtures;

// One for all tests; each has a database of its own in it.
[assembly: AssemblyFixture(typeof(PostgresServer))]

[assembly: SupportedOSPlatform("linux")]
