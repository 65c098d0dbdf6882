import java.io.File;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Asks the veraPDF engine about PDF files; called by tests/conformance.
 *
 * <p>Usage: {@code java -cp ... Vera.java (good|broken) PROFILES FILE...}, profiles by their veraPDF names, such as
 * {@code ua1,2a}. With "good" every file must conform to every profile; with "broken" every file must fail at least
 * one, which shows that the engine looks at all. One line for each file and profile; exit code 1 when it is not so.
 */
public final class Vera {
  /** Assertions that are kept to be shown; all are counted. */
  private static final int SHOWN = 200;

  public static void main(String[] arguments) throws Exception {
    if (arguments.length < 3 || !(arguments[0].equals("good") || arguments[0].equals("broken"))) {
      System.err.println("usage: Vera.java (good|broken) PROFILES FILE...");
      System.exit(2);
    }
    LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    boolean wantBroken = arguments[0].equals("broken");
    int surprises = 0;
    for (int index = 2; index < arguments.length; index++) {
      boolean conforms = true;
      for (String profile : arguments[1].split(",")) {
        conforms &= ask(new File(arguments[index]), profile, wantBroken);
      }
      if (conforms == wantBroken) {
        System.out.println("  not as it should be: " + arguments[index]);
        surprises++;
      }
    }
    System.exit(surprises == 0 ? 0 : 1);
  }

  private static boolean ask(File file, String profile, boolean brief) throws Exception {
    PDFAFlavour flavour = PDFAFlavour.byFlavourId(profile);
    try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
        PDFAValidator validator =
            Foundries.defaultInstance().createValidator(flavour, SHOWN, false, true, false)) {
      ValidationResult result = validator.validate(parser);
      int rules = result.getFailedChecks().size();
      System.out.printf(
          Locale.ROOT,
          "%-4s %-4s %3d failed rules, %6d checks  %s%n",
          result.isCompliant() ? "ok" : "FAIL",
          profile,
          rules,
          result.getTotalAssertions(),
          file.getName());
      Map<String, String> examples = new TreeMap<>();
      for (TestAssertion assertion : result.getTestAssertions()) {
        if (assertion.getStatus() == TestAssertion.Status.FAILED) {
          String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
          examples.putIfAbsent(rule, assertion.getMessage() + (brief ? "" : "\n       at " + assertion.getLocation().getContext()));
        }
      }
      examples.forEach((rule, example) -> System.out.println("     " + rule + ": " + example));
      return result.isCompliant();
    }
  }
}
