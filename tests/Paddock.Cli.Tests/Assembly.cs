using System.Runtime.Versioning;
using Paddock.TestKit.Hosting;

// One server for the tests in Live; the others bring answers of their own.
[assembly: AssemblyFixture(typeof(ServerFixture))]

[assembly: SupportedOSPlatform("linux")]
