namespace Paddock.Core.Schemas;

/// <summary>The drafts of JSON Schema that can be read.</summary>
internal enum SchemaDraft
{
    /// <summary>Draft 2020-12, which holds when a schema does not say.</summary>
    Draft202012,

    /// <summary>Draft 7. Draft 6, all of which it kept, is read as it too.</summary>
    Draft7,
}
