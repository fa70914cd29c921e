namespace Paddock.Client.Resources;

/// <summary>Paths with an id in them.</summary>
internal static class ResourcePath
{
    /// <summary>The path of one resource, whatever is in its id.</summary>
    /// <exception cref="ArgumentException">It cannot be an id: the path would be another's.</exception>
    public static string Of(string collection, string id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        return id is "." or ".." ? throw new ArgumentException($"`{id}` is not an id", nameof(id)) : $"{collection}/{Uri.EscapeDataString(id)}";
    }
}
