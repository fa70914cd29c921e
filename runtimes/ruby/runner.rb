# One script in a Ruby cell. The interpreter has been started ahead as `ruby -r/opt/paddock/runner.rb /src/code.rb`, a process for each job:
# it has opened its script, is about to read it, and waits here until there is something to read. So the script is its main program in every
# respect, and this file is over before the first line of it runs.
#
# What the interpreter found when it opened the script is a byte order mark, which it skips (libpaddock has put it there: of an empty file Ruby
# would not read on). The code is written behind that. The frame is described in docs/protocols/cell.md.

require "json"

lambda do
  script = "/src/code.rb"
  socket = IO.for_fd(3, "rb")
  socket.close_on_exec = true
  JSON.parse('{"warm":["up",1]}')

  # length, kind, length of the JSON; the stdin follows the JSON
  length, kind, json_length = socket.read(9)&.unpack("VCV")
  exit!(0) unless json_length # the server let go of an unused cell
  abort("paddock: a Ruby cell runs scripts only") unless kind == 3
  job = JSON.parse(socket.read(json_length).force_encoding(Encoding::UTF_8))
  stdin_length = length - 4 - json_length
  if stdin_length > 0
    # A file without a name in place of /dev/null: it can be read in every way there is, and child processes inherit it.
    File.open("/src", File::RDWR | File::TMPFILE, 0o600) do |file|
      IO.copy_stream(socket, file, stdin_length)
      file.rewind
      STDIN.reopen(file)
    end
  end
  socket.close

  make = lambda do |path|
    folder = File.dirname(path)
    next if Dir.exist?(folder)
    make.(folder)
    Dir.mkdir(folder)
  end
  job["files"].each do |file|
    make.(file["path"])
    File.open(file["path"], File::WRONLY | File::CREAT | File::EXCL) { |io| io.write(file["contents"]) }
  end
  job["env"].each { |name, value| ENV[name] = value }
  ARGV.replace(job["args"])
  File.open(script, "ab") { |io| io.write(job["code"].delete_prefix("\uFEFF")) }
end.call
