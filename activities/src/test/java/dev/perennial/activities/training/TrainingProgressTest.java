package dev.perennial.activities.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perennial.activities.training.Progress.Step;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TrainingProgressTest {

    private final CandidateTrainer trainer = new CandidateTrainer();

    @Test
    void isReportedOnTheCallersThreadWhileTheLibraryTrains() {
        Set<Thread> threads = new HashSet<>();
        Set<Step> steps = new HashSet<>();
        AtomicInteger reports = new AtomicInteger();
        trainer.train(Synthetic.boosting(400), Synthetic.rows(30_000, 1), 1, step -> {
            threads.add(Thread.currentThread());
            steps.add(step);
            reports.incrementAndGet();
        });
        assertThat(threads).containsExactly(Thread.currentThread());
        assertThat(steps).contains(Step.ENCODING, Step.FITTING);
        assertThat(reports).hasValueGreaterThan(2);
    }

    @Test
    void cancelsByThrowing() {
        IllegalStateException cancelled = new IllegalStateException("the activity was cancelled");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> trainer.train(Synthetic.boosting(2000), Synthetic.rows(30_000, 1), 1, step -> {
                    if (step == Step.FITTING) {
                        throw cancelled;
                    }
                }))
                .isSameAs(cancelled);
    }

    @Test
    void endsWhenTheCallerIsInterrupted() {
        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> trainer.train(
                        Synthetic.boosting(2000),
                        Synthetic.rows(30_000, 1),
                        1,
                        step -> Thread.currentThread().interrupt()))
                .withMessage("Training was interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void interruptsTheWorkOfACancelledTask() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicBoolean started = new AtomicBoolean();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> WatchedTask.run(
                        "watched",
                        () -> {
                            started.set(true);
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException expected) {
                                interrupted.countDown();
                            }
                            return "never";
                        },
                        () -> {
                            if (started.get()) {
                                throw new IllegalStateException("enough");
                            }
                        }))
                .withMessage("enough");
        interrupted.await();
    }
}
