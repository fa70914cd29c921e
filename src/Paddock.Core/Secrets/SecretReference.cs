namespace Paddock.Core.Secrets;

/// <summary>A place in a request where a stored secret is to stand.</summary>
/// <param name="Field">The path of the <c>secret_id</c>, for messages.</param>
/// <param name="Id">What stands there.</param>
internal sealed record SecretReference(string Field, string Id);
