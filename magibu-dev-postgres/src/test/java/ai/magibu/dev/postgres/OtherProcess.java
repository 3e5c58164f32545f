package ai.magibu.dev.postgres;

import ai.magibu.dev.postgres.DevPostgres.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;

/** A JVM that starts a database with a table "kept" of one row, and runs until it is killed. */
final class OtherProcess {

    private OtherProcess() {}

    static Process start(Path folder, Kind kind) throws IOException {
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dsun.jnu.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName(),
                folder.toString(),
                kind.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader();
        String line;
        do {
            line = output.readLine();
        } while (line != null && !line.equals("started"));
        if (line == null) {
            throw new IOException("the other process ended");
        }
        return process;
    }

    public static void main(String[] arguments) throws Exception {
        DevPostgres database = DevPostgres.start(Path.of(arguments[0]), Kind.valueOf(arguments[1]));
        new Sql(database).run("CREATE TABLE kept AS SELECT 1");
        System.out.println("started");
        Thread.sleep(Long.MAX_VALUE);
    }
}
