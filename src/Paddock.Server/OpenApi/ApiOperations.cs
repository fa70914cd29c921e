using Paddock.Contracts.Executions;
using Paddock.Contracts.Functions;
using Paddock.Contracts.Health;
using Paddock.Contracts.Resources;
using Paddock.Contracts.Runtimes;
using Paddock.Contracts.Scripts;
using Paddock.Contracts.Secrets;
using Paddock.Contracts.Tools;

namespace Paddock.Server.OpenApi;

/// <summary>Every endpoint in the words of its callers. A test fails when one is mapped and not here, or here and not mapped.</summary>
internal static class ApiOperations
{
    // Whatever has a key: no key or a wrong one, too many requests, our fault, the database out of reach.
    private static readonly int[] _always = [401, 429, 500, 503];

    // What a body adds: wrong, too slow, too large.
    private static readonly int[] _ofABody = [400, 408, 413];

    private static readonly ApiParameter[] _paging =
    [
        new("limit", "integer", "How many at most, 1 to 100. Absent or 0 means 100."),
        new("starting_after", "string", "The id of the last item of the page before: the page begins behind it. Ask until a page is empty."),
    ];

    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        new("POST", "/v1/execute", "Sandbox_Execute", "Execute script", "Run a script in a secure, isolated environment. Whatever the script does wrong is status 200 with an exit code that is not 0.")
        {
            Request = typeof(ExecuteRequest),
            Response = typeof(ExecutionResult),
            Errors = [.. _always, .. _ofABody, 404],
            Example = (
                """{"language":"python","code":"import sys\nprint(sys.stdin.read()[::-1])","stdin":"Hello"}""",
                """{"id":"01K5F3Q8ZJ6W2V9XH4T7N1R0AB","exit_code":0,"stdout":"olleH\n","stderr":"","duration":7,"termination_reason":"exited"}"""),
        },
        new("POST", "/v1/execute-function", "Sandbox_ExecuteFunction", "Execute function", "Run a function in a secure, isolated environment. Define a function named `execute`. The function will be passed `input` as an object. Whatever the function does wrong is status 200 with an `output_status` that is not `valid`.")
        {
            Request = typeof(ExecuteFunctionRequest),
            Response = typeof(ExecuteFunctionResponse),
            Errors = [.. _always, .. _ofABody, 404],
            Example = (
                """{"language":"python","code":"def execute(input): return { \"name\": input[\"name\"], \"executed\": True }","input":{"name":"John"}}""",
                """{"output":{"name":"John","executed":true},"output_status":"valid","execution":{"id":"01K5F3Q8ZJ6W2V9XH4T7N1R0AB","exit_code":0,"stdout":"","stderr":"","duration":7,"termination_reason":"exited"}}"""),
        },
        new("POST", "/v1/tools", "Tools_Create", "Create tool", "Store a function under an id. Its input is checked against `input_schema`, JSON Schema of draft 2020-12, or 7 by `$schema`, before anything runs.")
        {
            Request = typeof(CreateToolRequest),
            Response = typeof(Tool),
            Errors = [.. _always, .. _ofABody, 404],
        },
        new("GET", "/v1/tools", "Tools_List", "List tools", "The tools of the key's project, the newest first.")
        {
            Query = _paging,
            Response = typeof(ToolList),
            Errors = [.. _always, 400],
        },
        new("GET", "/v1/tools/{id}", "Tools_Get", "Get tool", "A tool in its current revision.")
        {
            Response = typeof(Tool),
            Errors = [.. _always, 404],
        },
        new("POST", "/v1/tools/{id}", "Tools_Update", "Update tool", "Change what is given; what is absent stays. Each update makes a new revision, and the former ones can still be executed.")
        {
            Request = typeof(UpdateToolRequest),
            Response = typeof(Tool),
            Errors = [.. _always, .. _ofABody, 404],
        },
        new("DELETE", "/v1/tools/{id}", "Tools_Delete", "Delete tool", "Remove a tool with all of its revisions.")
        {
            Response = typeof(Deleted),
            IsAddition = true,
            Errors = [.. _always, 404],
        },
        new("POST", "/v1/tools/{id}/execute", "Tools_Execute", "Execute tool", "Run a tool. An input that does not match its schema is status 400, and nothing runs.")
        {
            Request = typeof(ExecuteToolRequest),
            Response = typeof(ExecuteFunctionResponse),
            Errors = [.. _always, .. _ofABody, 404],
        },
        new("POST", "/v1/secrets", "Secrets_Create", "Create secret", "Store a secret. Its value is never given back; executions use it by its id.")
        {
            Request = typeof(CreateSecretRequest),
            Response = typeof(SecretInfo),
            Errors = [.. _always, .. _ofABody],
        },
        new("GET", "/v1/secrets", "Secrets_List", "List secrets", "The secrets of the key's project without their values, the newest first.")
        {
            Query = _paging,
            Response = typeof(SecretList),
            Errors = [.. _always, 400],
        },
        new("DELETE", "/v1/secrets/{id}", "Secrets_Delete", "Delete secret", "Remove a secret.")
        {
            Response = typeof(Deleted),
            IsAddition = true,
            Errors = [.. _always, 404],
        },
        new("POST", "/v1/runtimes", "Runtimes_Create", "Create runtime", "Make a runtime, and have its first revision built: the packages of a requirements.txt or a package.json. Ask for the revision every few seconds until its `status` is neither `pending` nor `building`; then give its id as `runtime_revision_id` to an execution.")
        {
            Request = typeof(CreateRuntimeRequest),
            Response = typeof(Runtime),
            Errors = [.. _always, .. _ofABody],
            Example = (
                """{"name":"data","language":"python","manifest_file":{"name":"requirements.txt","contents":"pandas==2.1.4\nnumpy==1.24.3"},"additional_python_imports":"import pandas"}""",
                """{"id":"01K5F3Q8ZJ6W2V9XH4T7N1R0AB","name":"data","language":"python","engine":"microvm","status":"pending","revision_id":"01K5F3Q8ZJ6W2V9XH4T7N1R0AC","manifest_file":{"name":"requirements.txt","contents":"pandas==2.1.4\nnumpy==1.24.3"},"additional_python_imports":"import pandas"}"""),
        },
        new("GET", "/v1/runtimes", "Runtimes_List", "List runtimes", "The runtimes of the key's project, the newest first.")
        {
            Query = _paging,
            Response = typeof(RuntimeList),
            Errors = [.. _always, 400],
        },
        new("GET", "/v1/runtimes/{id}", "Runtimes_Get", "Get runtime", "A runtime, with the status of its newest revision.")
        {
            Response = typeof(Runtime),
            Errors = [.. _always, 404],
        },
        new("DELETE", "/v1/runtimes/{id}", "Runtimes_Delete", "Delete runtime", "Remove a runtime with all of its revisions, and end their builds. Executions that name them are status 404 from then on.")
        {
            Response = typeof(Deleted),
            Errors = [.. _always, 404],
        },
        new("POST", "/v1/runtimes/{id}/revisions", "Runtimes_CreateRevision", "Create revision", "Add a set of packages to a runtime, and have it built. Former revisions stay as they are. A runtime whose revisions' manifests have 16 MiB together takes no more: status 400, code 9.")
        {
            Request = typeof(CreateRevisionRequest),
            Response = typeof(Revision),
            Errors = [.. _always, .. _ofABody, 404],
        },
        new("GET", "/v1/runtimes/{id}/revisions", "Runtimes_ListRevisions", "List revisions", "All revisions of a runtime, the newest first, without logs and locks.")
        {
            Response = typeof(RevisionList),
            Errors = [.. _always, 404],
        },
        new("GET", "/v1/runtimes/{runtime_id}/revisions/{revision_id}", "Runtimes_GetRevision", "Get revision", "A revision, with what its build says, also while it builds.")
        {
            Response = typeof(Revision),
            Errors = [.. _always, 404],
        },
        new("GET", "/v1/runtimes/{runtime_id}/revisions/{revision_id}/log", "Runtimes_GetRevisionLog", "Get build log", "What the build of a revision says, also while it builds, as plain text.")
        {
            IsText = true,
            IsAddition = true,
            Errors = [.. _always, 404],
        },
        new("POST", "/v1/runtimes/{runtime_id}/revisions/{revision_id}/cancel", "Runtimes_CancelRevision", "Cancel build", "Give up a revision that waits for its build, or is being built. One that has a final status is status 400, code 9.")
        {
            Response = typeof(Revision),
            IsAddition = true,
            Errors = [.. _always, 400, 404],
        },
        new("GET", "/v1/executions", "Executions_List", "List executions", "What the key's project executed, the newest first. Secrets are masked.")
        {
            Query = [.. _paging, new("only_non_zero_exit_codes", "boolean", "Whether to leave out those that ended with exit code 0.")],
            Response = typeof(ExecutionList),
            Errors = [.. _always, 400],
        },
        new("GET", "/v1/executions/{id}", "Executions_Get", "Get execution", "One execution, with its request and its answer. Secrets are masked.")
        {
            Response = typeof(Execution),
            Errors = [.. _always, 404],
        },
        new("GET", "/health", "Server_Health", "State of the server", "The state of each layer of isolation and of each pool. The same body comes with status 503 when the server takes no executions.")
        {
            Response = typeof(HealthReport),
            NeedsKey = false,
            IsAddition = true,
            Errors = [503],
        },
        new("GET", "/metrics", "Server_Metrics", "Metrics of the server", "Where the time of executions went, how they ended, and what the server's process takes, in the text format of Prometheus.")
        {
            IsText = true,
            IsAddition = true,
            Errors = _always,
        },
        new("GET", "/openapi.json", "Server_OpenApi", "This document", "This document as JSON.")
        {
            NeedsKey = false,
            IsAddition = true,
            Errors = [],
        },
    ];
}
