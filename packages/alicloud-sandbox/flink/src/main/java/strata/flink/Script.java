package strata.flink;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A script of Flink SQL: definitions, and the INSERT statements of its one statement set. */
record Script(List<String> definitions, List<String> inserts) {

  static Script parse(String text) {
    List<String> definitions = new ArrayList<>();
    List<String> inserts = new ArrayList<>();
    for (String statement : split(text)) {
      String upper = statement.toUpperCase(Locale.ROOT);
      if (upper.matches("(EXECUTE|BEGIN) STATEMENT SET.*|BEGIN|END")) continue;
      if (upper.startsWith("INSERT")) inserts.add(statement);
      else definitions.add(statement);
    }
    if (inserts.isEmpty()) throw new IllegalArgumentException("The script has no INSERT statement.");
    return new Script(definitions, inserts);
  }

  /** Statements between semicolons; those inside of quotes and comments end none. */
  private static List<String> split(String text) {
    List<String> statements = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    char quote = 0;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (quote != 0) {
        current.append(c);
        if (c == quote) quote = 0;
      } else if (c == '-' && text.startsWith("--", at)) {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
        current.append('\n');
      } else if (c == ';') {
        add(statements, current);
      } else {
        if (c == '\'' || c == '`') quote = c;
        current.append(c);
      }
    }
    add(statements, current);
    return statements;
  }

  private static void add(List<String> statements, StringBuilder current) {
    String statement = current.toString().strip();
    if (!statement.isEmpty()) statements.add(statement);
    current.setLength(0);
  }
}
