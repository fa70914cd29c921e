namespace Paddock.Escape.Tests.Cage;

/// <summary>
/// Every layer of the runners that can be switched off. One layer may have several entries, one a file. Each makes of a habit of the runner what
/// a careless one would have written.
/// </summary>
internal static class RunnerMutations
{
    private const string Python = "python/paddock/runner.py";
    private const string PythonTemplate = "python/paddock/template.py";
    private const string PythonFaults = "python/paddock/faults.py";
    private const string Script = "javascript/paddock/runner.js";
    private const string ScriptValues = "javascript/paddock/values.js";
    private const string ScriptErrors = "javascript/paddock/errors.js";

    public static IReadOnlyList<RunnerMutation> All { get; } =
    [
        // The serializer is taken before foreign code runs.
        new("runner-private-json", Python, "text = \"\".join(encode_utf8(value, 0))", "text = json.dumps(value, ensure_ascii=False, separators=(\",\", \":\"))"),
        new("runner-private-json", ScriptValues, "return stringify(plain ? value", "return JSON.stringify(plain ? value"),

        // So is every builtin, global and method that is used after it.
        new("runner-private-globals", PythonTemplate, "= dict(vars(builtins))", "= builtins"),
        new("runner-private-globals", Script, "return encodeInto(apply(slice", "return new TextEncoder().encodeInto(apply(slice"),
        new("runner-private-methods", Python, "sent = writev(fd, parts)", "sent = os.writev(fd, parts)"),
        new("runner-private-methods", Script, "apply(set, room, [resultHeader]);\n  if (text", "room.set(resultHeader);\n  if (text"),
        new("runner-private-stderr", Python, "    sys.stderr = error_stream\n", "\n"),
        new("runner-private-stderr", Script, "    printError(text);", "    console.error(text);"),
        new("runner-private-loop", Python, "loop = new_event_loop()", "loop = asyncio.new_event_loop()"),
        new("runner-private-loop", Script, "result = await execute(job.input);", "result = await (async () => execute(job.input))();"),

        // Foreign code has a module of its own.
        new("runner-own-module", Python, "call(job[\"code\"], module.__dict__, ", "call(job[\"code\"], globals(), "),
        new("runner-own-module", Script, "    return await import(path);\n  } catch", "    if (!/export|import/.test(code)) {\n      (0, eval)(code);\n      return { execute: realm.execute };\n    }\n    return await import(path);\n  } catch"),
        new("runner-no-late-import", Python, "    if value is None:\n        return b\"\"\n", "    try:\n        import usercustomize\n    except ImportError:\n        pass\n"),
        new("runner-no-late-import", Script, "  if (leaving) return;\n  answer(result);", "  await import(\"/mnt/req/sitecustomize.js\").catch(() => {});\n  answer(result);"),

        // Nothing of it runs within the runner, and nothing that it leaves to be run decides the answer.
        new("runner-no-trace", Python, "    set_trace(None)\n    set_profile(None)\n    try:\n        run_exit", "    try:\n        run_exit"),
        new("runner-guarded-hooks", Python, "    except BaseException as error:\n        show(error)\n    flush(\"stdout\")", "    except ZeroDivisionError as error:\n        show(error)\n    flush(\"stdout\")"),
        new("runner-guarded-hooks", Script, "  if (leaving || countListeners(\"uncaughtException\") > 1) return;\n  complain", "  if (inListeners) reallyExit(1);\n  complain"),
        new("runner-guarded-streams", Python, "        getattr(sys, name).flush()\n    except BaseException:", "        getattr(sys, name).flush()\n    except ZeroDivisionError:"),
        new("runner-guarded-streams", Script, "  if (leaving) return unflushed?.();", "  if (leaving) return;"),
        new("runner-own-process", Python, "    if getpid() == pid:", "    if True:"),

        // What cannot be JSON is told, whatever it does.
        new("runner-strict-numbers", Python, "\":\", \",\", False, False, False)", "\":\", \",\", False, False, True)"),
        new("runner-strict-numbers", ScriptValues, "return value - value === 0;", "return true;"),
        new("runner-depth", PythonFaults, "elif len(levels) == MAX_NESTING:", "elif False:"),
        new("runner-depth", ScriptValues, "if (steps.length >= MAX_NESTING)", "if (false)"),
        new("runner-cycles", PythonFaults, "elif id(value) in opened:", "elif False:"),
        new("runner-cycles", ScriptValues, "const seen = steps.indexOf(value);", "const seen = -1;"),
        new("runner-straight-types", Python, "    code = get_exit_code(error)", "    code = error.code"),
        new("runner-straight-types", ScriptValues, "const prototype = getPrototypeOf(value);", "const { __proto__: prototype } = value;"),
        new("runner-hostile-errors", Python, "        tell(str(code) + \"\\n\")\n    except BaseException:", "        tell(str(code) + \"\\n\")\n    except ZeroDivisionError:"),
        new("runner-hostile-errors", ScriptErrors, "  } catch {\n    return \"Uncaught error that cannot be shown\";", "  } catch (second) {\n    throw second;"),

        // Copies of one template do not share its random generators.
        new("runner-reseed", Python, "    reseed()\n    rehearse()", "    rehearse()"),
    ];
}
