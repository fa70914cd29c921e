<?php

// One script in a PHP cell. The interpreter has been started ahead as `php -d auto_prepend_file=/opt/paddock/runner.php /src/code.php`, a
// process for each job: it has opened its script, runs this first and then reads the script, which is written here. So the script is its main
// program in every respect, and this file is over before the first line of it runs.
//
// The script exists when the interpreter opens it because libpaddock has made it. The frame is described in docs/protocols/cell.md.

(static function (): void {
    $source = '/src/code.php';
    // What PHP has no function for.
    $libc = FFI::cdef('int open(const char *path, int flags); int dup2(int from, int to); int close(int fd);');
    $socket = fopen('php://fd/3', 'rb'); // a copy of descriptor 3
    $libc->close(3);
    json_decode('{"warm":["up",1]}', true);

    // length, kind, length of the JSON; the stdin follows the JSON
    $head = stream_get_contents($socket, 9);
    if (strlen($head) < 9) {
        exit(0); // the server let go of an unused cell
    }
    ['length' => $length, 'kind' => $kind, 'json' => $jsonLength] = unpack('Vlength/Ckind/Vjson', $head);
    if ($kind !== 3) {
        fwrite(STDERR, "paddock: a PHP cell runs scripts only\n");
        exit(1);
    }
    $job = json_decode(stream_get_contents($socket, $jsonLength), true, 8, JSON_THROW_ON_ERROR);
    $stdinLength = $length - 4 - $jsonLength;
    if ($stdinLength > 0) {
        // In place of /dev/null: it can be read in every way there is, and child processes inherit it. It needs a name, because PHP opens
        // /dev/stdin by the name that the link leads to.
        $file = fopen('/src/stdin', 'xb');
        stream_copy_to_stream($socket, $file, $stdinLength);
        fclose($file);
        $fd = $libc->open('/src/stdin', 0);
        $libc->dup2($fd, 0);
        $libc->close($fd);
    }
    fclose($socket);

    foreach ($job['files'] as ['path' => $path, 'contents' => $contents]) {
        is_dir(dirname($path)) || mkdir(dirname($path), 0755, true);
        if (file_put_contents($path, $contents) !== strlen($contents)) {
            exit(1); // PHP has said why
        }
    }
    foreach ($job['env'] as $name => $value) {
        putenv("$name=$value");
        $_SERVER[$name] = $value;
    }
    $GLOBALS['argv'] = $_SERVER['argv'] = [$source, ...$job['args']];
    $GLOBALS['argc'] = $_SERVER['argc'] = count($_SERVER['argv']);
    $_SERVER['REQUEST_TIME_FLOAT'] = microtime(true);
    $_SERVER['REQUEST_TIME'] = (int) $_SERVER['REQUEST_TIME_FLOAT'];
    file_put_contents($source, $job['code']);
    clearstatcache();
})();
