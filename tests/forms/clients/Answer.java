// JavaRosa, the engine of ODK Collect, given scripted answers: java -cp ODK_Validate.jar Answer.java FORM.xml ANSWERS.txt
// Files that the form draws on (jr://file-csv/x.csv) stand beside it.
// A line of answers is "/data/r[2]/x = value"; instances of repeats that are not there yet are added. Prints the submission.

import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.reference.PrefixedRootFactory;
import org.javarosa.core.reference.Reference;
import org.javarosa.core.reference.ReferenceManager;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.form.api.FormEntryPrompt;
import org.javarosa.model.xform.XFormSerializingVisitor;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormAnswerDataParser;
import org.javarosa.xform.util.XFormUtils;

public class Answer {
    public static void main(String[] arguments) throws Exception {
        PrintStream out = System.out;
        System.setOut(new PrintStream(new ByteArrayOutputStream()));
        new XFormsModule().registerModule();
        ReferenceManager.instance().addReferenceFactory(beside(Path.of(arguments[0]).toAbsolutePath().getParent()));
        FormDef form = XFormUtils.getFormFromInputStream(new FileInputStream(arguments[0]));
        form.initialize(true, new InstanceInitializationFactory());
        FormEntryController controller = new FormEntryController(new FormEntryModel(form));
        for (String line : Files.readAllLines(Path.of(arguments[1]), StandardCharsets.UTF_8)) {
            int at = line.indexOf(" = ");
            if (at > 0 && !line.startsWith("#")) {
                answer(controller, line.substring(0, at).trim(), line.substring(at + 3).trim());
            }
        }
        // as a person would who goes through to the end: repeats of a given number are made on the way
        go(controller, null);
        form.postProcessInstance();
        out.write(new XFormSerializingVisitor().serializeInstance(form.getInstance()));
        out.flush();
    }

    /** Files by their names in one folder. */
    static PrefixedRootFactory beside(Path folder) {
        return new PrefixedRootFactory(new String[] {"file-csv/"}) {
            @Override
            protected Reference factory(String name, String uri) {
                Path file = folder.resolve(name);
                return new Reference() {
                    public boolean doesBinaryExist() {
                        return Files.exists(file);
                    }

                    public InputStream getStream() throws IOException {
                        return Files.newInputStream(file);
                    }

                    public String getURI() {
                        return uri;
                    }

                    public String getLocalURI() {
                        return file.toString();
                    }

                    public boolean isReadOnly() {
                        return true;
                    }

                    public OutputStream getOutputStream() {
                        throw new UnsupportedOperationException("files of a form are read");
                    }

                    public void remove() {
                        throw new UnsupportedOperationException("files of a form are read");
                    }

                    public Reference[] probeAlternativeReferences() {
                        return new Reference[0];
                    }
                };
            }
        };
    }

    /** Goes to a question, adding the repeats that lead to it; with no path, through to the end. */
    static boolean go(FormEntryController controller, String path) {
        controller.jumpToIndex(FormIndex.createBeginningOfFormIndex());
        for (int event = controller.stepToNextEvent(); event != FormEntryController.EVENT_END_OF_FORM; event = controller.stepToNextEvent()) {
            FormIndex index = controller.getModel().getFormIndex();
            String here = plain(index.getReference());
            if (path == null) {
                continue;
            }
            if (event == FormEntryController.EVENT_PROMPT_NEW_REPEAT && (path.equals(here) || path.startsWith(here + "/"))) {
                controller.newRepeat();
            } else if (event == FormEntryController.EVENT_QUESTION && here.equals(path)) {
                return true;
            }
        }
        return false;
    }

    static void answer(FormEntryController controller, String path, String value) {
        if (!go(controller, path)) {
            throw new IllegalStateException(path + ": is not asked");
        }
        FormEntryPrompt prompt = controller.getModel().getQuestionPrompt();
        IAnswerData data = value.isEmpty() ? null : XFormAnswerDataParser.getAnswerData(value, prompt.getDataType(), prompt.getQuestion());
        int done = controller.answerQuestion(controller.getModel().getFormIndex(), data, true);
        if (done != FormEntryController.ANSWER_OK) {
            throw new IllegalStateException(path + ": the answer " + value + " is refused (" + done + ")");
        }
    }

    /** Positions only where there are repeats, as the answers have them. */
    static String plain(TreeReference reference) {
        StringBuilder path = new StringBuilder();
        for (int level = 0; level < reference.size(); level++) {
            path.append('/').append(reference.getName(level));
            if (reference.getMultiplicity(level) > 0) {
                path.append('[').append(reference.getMultiplicity(level) + 1).append(']');
            }
        }
        return path.toString();
    }
}
