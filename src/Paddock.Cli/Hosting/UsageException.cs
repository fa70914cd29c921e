namespace Paddock.Cli.Hosting;

/// <summary>What was asked for cannot be asked for like this. The message is for the one who typed it.</summary>
internal sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);
