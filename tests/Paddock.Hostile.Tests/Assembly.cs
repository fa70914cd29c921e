using System.Runtime.Versioning;

// One after the other: each barrier has its share of the seconds, and of the machine.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

[assembly: SupportedOSPlatform("linux")]
