namespace Paddock.Core.Schemas.Nodes;

/// <summary>Finds schemas that lead back to themselves without going deeper into the input: a check of such would never end.</summary>
internal static class CircleCheck
{
    // Enough to find one's way; a circle can have thousands.
    private const int MaxShown = 5;

    /// <summary>Tells <paramref name="builder"/> of the first circle.</summary>
    public static void Run(SchemaBuilder builder)
    {
        Dictionary<SchemaNode, bool> done = []; // false: on the way that is being followed
        foreach (SchemaNode start in builder.Nodes)
        {
            if (!done.ContainsKey(start) && !Follow(start, done, builder))
            {
                return;
            }
        }
    }

    private static bool Follow(SchemaNode start, Dictionary<SchemaNode, bool> done, SchemaBuilder builder)
    {
        Stack<(SchemaNode Node, IEnumerator<SchemaNode> Next)> way = new();
        Push(start);
        while (way.TryPeek(out (SchemaNode Node, IEnumerator<SchemaNode> Next) last))
        {
            if (!last.Next.MoveNext())
            {
                done[last.Node] = true;
                way.Pop();
            }
            else if (!done.TryGetValue(last.Next.Current, out bool finished))
            {
                Push(last.Next.Current);
            }
            else if (!finished)
            {
                Refuse(way.Select(static step => step.Node).Reverse().SkipWhile(node => node != last.Next.Current), builder);
                return false;
            }
        }

        return true;

        void Push(SchemaNode node)
        {
            done[node] = false;
            way.Push((node, node.Keywords.SelectMany(static keyword => keyword.InPlace).GetEnumerator()));
        }
    }

    private static void Refuse(IEnumerable<SchemaNode> circle, SchemaBuilder builder)
    {
        SchemaNode[] nodes = [.. circle];
        string way = string.Join(" → ", nodes.Take(MaxShown).Append(nodes[0]).Select(static node => node.Path.ToString() is { Length: > 0 } path ? path : "its top"));
        builder.Refuse(nodes[0].Path, $"leads back to itself without going deeper into the input ({way}); put a properties or items in between");
    }
}
