//! The life of jobs, on both databases.
#![allow(clippy::unwrap_used)]

use jobs::{Job, NewJob, Runner};
use kernel::{Ctx, Failure, Refusal, RefusalKind};
use serde_json::json;
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};
use std::time::Duration;
use testkit::{START, TestDb};
use tokio::sync::{Notify, oneshot};

async fn enqueue(test: &TestDb, job: NewJob) -> String {
    let ctx = test.system();
    let write = test.db.write(&ctx, {
        let ctx = ctx.clone();
        move |tx| {
            let (ctx, job) = (ctx.clone(), job.clone());
            Box::pin(async move { Ok::<_, Failure>(jobs::enqueue(tx, &ctx, job).await?.to_string()) })
        }
    });
    write.await.unwrap()
}

async fn counts(test: &TestDb) -> Vec<(String, i64)> {
    let counts = jobs::counts(&mut test.db.read().await.unwrap()).await.unwrap();
    counts.into_iter().map(|count| (count.state, count.n)).collect()
}

fn runner(test: &TestDb) -> Runner {
    Runner::new(test.db.clone(), test.env.clone())
}

/// A handler that notes what it got and answers what `answer` makes of it.
fn noting(
    seen: &Arc<Mutex<Vec<Job>>>,
    answer: impl Fn(&Job) -> Result<(), Failure> + Send + Sync + 'static,
) -> impl jobs::Handler + 'static {
    let (seen, answer) = (seen.clone(), Arc::new(answer));
    move |_: Ctx, job: Job| {
        let (seen, answer) = (seen.clone(), answer.clone());
        async move {
            seen.lock().unwrap().push(job.clone());
            answer(&job)
        }
    }
}

fn down(_: &Job) -> Result<(), Failure> {
    Err(Failure::Unavailable("the other side is down".into()))
}

testkit::both!(every_statement_is_understood, |test| async move {
    for sql in jobs::STATEMENTS {
        test.db.prepare(sql).await.unwrap();
    }
});

testkit::both!(a_job_runs_when_it_is_due_and_goes, |test| async move {
    let seen: Arc<Mutex<Vec<Job>>> = Arc::default();
    let runner = runner(&test).on("mail", noting(&seen, |_| Ok(())));
    let id = enqueue(&test, NewJob::new("mail").payload(json!({"to": "case/1"}))).await;
    enqueue(&test, NewJob::new("mail").at(START.plus(60_000))).await;
    enqueue(&test, NewJob::new("nobody handles this")).await;
    assert_eq!(runner.drain().await.unwrap(), 1);
    assert_eq!(runner.drain().await.unwrap(), 0);
    test.env.advance(60_000);
    assert_eq!(runner.drain().await.unwrap(), 1);
    let first = seen.lock().unwrap()[0].clone();
    assert_eq!((first.id.as_str(), first.attempt), (id.as_str(), 1));
    assert_eq!(first.payload, json!({"to": "case/1"}));
    assert_eq!(counts(&test).await, [("ready".to_owned(), 1)]);
});

testkit::both!(a_key_stands_for_one_job, |test| async move {
    let seen = Arc::default();
    let runner = runner(&test).on("remind", noting(&seen, |_| Ok(())));
    let first = enqueue(&test, NewJob::new("remind").key("case/1").payload(json!(1))).await;
    let again =
        enqueue(&test, NewJob::new("remind").key("case/1").payload(json!(2)).at(START.plus(5_000))).await;
    let other = enqueue(&test, NewJob::new("remind").key("case/2")).await;
    assert_eq!(first, again);
    assert_eq!(runner.drain().await.unwrap(), 1);
    test.env.advance(5_000);
    assert_eq!(runner.drain().await.unwrap(), 1);
    {
        let seen = seen.lock().unwrap();
        assert_eq!(seen.iter().map(|job| job.id.as_str()).collect::<Vec<_>>(), [&other, &first]);
        assert_eq!(seen[1].payload, json!(2));
    }
    let ctx = test.system();
    enqueue(&test, NewJob::new("remind").key("case/3")).await;
    let cancel = |key: &'static str| {
        test.db.write(&ctx, move |tx| {
            Box::pin(async move { Ok::<_, Failure>(jobs::cancel(tx, "remind", key).await?) })
        })
    };
    assert!(cancel("case/3").await.unwrap());
    assert!(!cancel("case/3").await.unwrap());
    assert_eq!(runner.drain().await.unwrap(), 0);
});

testkit::both!(enqueued_while_running_runs_again, |test| async move {
    let test = Arc::new(test);
    let runs = Arc::new(AtomicUsize::new(0));
    let handler = {
        let (test, runs) = (test.clone(), runs.clone());
        move |_: Ctx, _: Job| {
            let (test, runs) = (test.clone(), runs.clone());
            async move {
                if runs.fetch_add(1, Ordering::SeqCst) == 0 {
                    enqueue(&test, NewJob::new("count").key("k")).await;
                }
                Ok(())
            }
        }
    };
    let runner = runner(&test).on("count", handler);
    enqueue(&test, NewJob::new("count").key("k")).await;
    assert_eq!(runner.drain().await.unwrap(), 2);
    assert_eq!(counts(&test).await, []);
});

testkit::both!(failures_come_again_later_and_die_in_sight, |test| async move {
    let seen = Arc::default();
    let runner = runner(&test).on("hook", noting(&seen, down)).retries(3, 1_000, 60_000);
    let id = enqueue(&test, NewJob::new("hook").key("case/1")).await;
    assert_eq!(runner.drain().await.unwrap(), 1);
    test.env.advance(999);
    assert_eq!(runner.drain().await.unwrap(), 0, "the first delay is not over");
    test.env.advance(110);
    assert_eq!(runner.drain().await.unwrap(), 1);
    test.env.advance(1_999);
    assert_eq!(runner.drain().await.unwrap(), 0, "the second delay is twice as long");
    test.env.advance(220);
    assert_eq!(runner.drain().await.unwrap(), 1);
    test.env.advance(1_000_000);
    assert_eq!(runner.drain().await.unwrap(), 0);
    let dead = jobs::dead(&mut test.db.read().await.unwrap(), None, 10).await.unwrap();
    assert_eq!(dead.len(), 1);
    assert_eq!((dead[0].id.as_str(), dead[0].attempts), (id.as_str(), 3));
    assert_eq!(dead[0].error.as_deref(), Some("unavailable: the other side is down"));
    assert_eq!(jobs::dead(&mut test.db.read().await.unwrap(), Some(&dead[0]), 10).await.unwrap().len(), 0);

    let (ctx, id) = (test.system(), dead[0].id.clone());
    let again = ctx.clone();
    let revive = test.db.write(&ctx, move |tx| {
        let (ctx, id) = (again.clone(), id.clone());
        Box::pin(async move { Ok::<_, Failure>(jobs::revive(tx, &ctx, &id).await?) })
    });
    assert!(revive.await.unwrap());
    assert_eq!(runner.drain().await.unwrap(), 1);
    assert_eq!(seen.lock().unwrap().last().unwrap().attempt, 1);
});

testkit::both!(a_refusal_is_final_and_a_panic_is_not, |test| async move {
    let seen = Arc::default();
    let runner = runner(&test)
        .on("refused", noting(&seen, |_| Err(Refusal::not_found("case").into())))
        .on("busy", noting(&seen, |_| Err(Refusal::new(RefusalKind::TooMany, "slow.down").into())))
        .on("panics", |_: Ctx, _: Job| async { panic!("a bug") });
    for kind in ["refused", "busy", "panics"] {
        enqueue(&test, NewJob::new(kind)).await;
    }
    assert_eq!(runner.drain().await.unwrap(), 3);
    assert_eq!(
        counts(&test).await,
        [("ready", 1), ("ready", 1), ("dead", 1)].map(|(s, n)| (s.to_owned(), n))
    );
    let dead = jobs::dead(&mut test.db.read().await.unwrap(), None, 10).await.unwrap();
    assert_eq!((dead[0].kind.as_str(), dead[0].error.as_deref()), ("refused", Some("case.not_found")));
});

testkit::both!(a_recurring_job_keeps_its_rhythm_and_never_dies, |test| async move {
    let seen = Arc::default();
    let failing = Arc::new(AtomicUsize::new(0));
    let fails = failing.clone();
    let answer = move |job: &Job| if fails.load(Ordering::SeqCst) > 0 { down(job) } else { Ok(()) };
    let runner = runner(&test).on("sweep", noting(&seen, answer)).retries(1, 1_000, 1_000);
    every(&test, 60_000).await;
    assert_eq!(runner.drain().await.unwrap(), 1);
    every(&test, 60_000).await;
    assert_eq!(runner.drain().await.unwrap(), 0, "another start keeps the rhythm");
    test.env.advance(150_000);
    assert_eq!(runner.drain().await.unwrap(), 1, "missed runs are not made up");
    test.env.advance(30_000);
    failing.store(1, Ordering::SeqCst);
    assert_eq!(runner.drain().await.unwrap(), 1, "at the third minute");
    failing.store(0, Ordering::SeqCst);
    test.env.advance(1_100);
    assert_eq!(runner.drain().await.unwrap(), 1, "retried");
    assert_eq!(counts(&test).await, [("ready".to_owned(), 1)]);
    every(&test, 5_000).await;
    assert_eq!(runner.drain().await.unwrap(), 1, "a new period begins at once");
});

async fn every(test: &TestDb, period: i64) {
    let ctx = test.system();
    let write = test.db.write(&ctx, {
        let ctx = ctx.clone();
        move |tx| {
            let ctx = ctx.clone();
            Box::pin(async move {
                Ok::<_, Failure>(jobs::every(tx, &ctx, "sweep", "all", period, json!(null)).await?)
            })
        }
    });
    write.await.unwrap();
}

testkit::both!(a_runner_writes_its_recurring_jobs_itself, |test| async move {
    let done = Arc::new(Notify::new());
    let told = done.clone();
    let sweep = move |_: Ctx, _: Job| {
        let told = told.clone();
        async move {
            told.notify_one();
            Ok(())
        }
    };
    let (stop, stopped) = oneshot::channel::<()>();
    let runner = runner(&test).every("sweep", 60_000, sweep);
    let node = tokio::spawn(runner.run(async { drop(stopped.await) }));
    tokio::time::timeout(Duration::from_secs(30), done.notified()).await.unwrap();
    drop(stop);
    node.await.unwrap();
    assert_eq!(counts(&test).await, [("ready".to_owned(), 1)], "it waits for its next time");
});

testkit::both!(complete_is_part_of_the_handlers_own_transaction, |test| async move {
    let db = test.db.clone();
    let handler = move |ctx: Ctx, job: Job| {
        let db = db.clone();
        async move {
            let first = job.attempt == 1;
            let inside = ctx.clone();
            let write = db.write(&ctx, move |tx| {
                let (ctx, job) = (inside.clone(), job.clone());
                Box::pin(async move {
                    jobs::complete(tx, &ctx, &job).await?;
                    jobs::enqueue(tx, &ctx, NewJob::new("effect")).await?;
                    if first { Err(Failure::Unavailable("undone".into())) } else { Ok(()) }
                })
            });
            write.await
        }
    };
    let runner = runner(&test).on("cause", handler).retries(5, 1_000, 1_000);
    enqueue(&test, NewJob::new("cause")).await;
    assert_eq!(runner.drain().await.unwrap(), 1);
    test.env.advance(2_000);
    assert_eq!(runner.drain().await.unwrap(), 1);
    assert_eq!(counts(&test).await, [("ready".to_owned(), 1)], "one effect, and no cause left");
});

testkit::both!(many_nodes_run_each_job_once, |test| async move {
    const JOBS: usize = 60;
    let runs = Arc::new(AtomicUsize::new(0));
    let done = Arc::new(Notify::new());
    for n in 0..JOBS {
        enqueue(&test, NewJob::new("once").key(n.to_string())).await;
    }
    let mut stops = vec![];
    let mut nodes = vec![];
    for _ in 0..3 {
        let (runs, done) = (runs.clone(), done.clone());
        let handler = move |_: Ctx, _: Job| {
            let (runs, done) = (runs.clone(), done.clone());
            async move {
                tokio::task::yield_now().await;
                if runs.fetch_add(1, Ordering::SeqCst) + 1 == JOBS {
                    done.notify_one();
                }
                Ok(())
            }
        };
        let (stop, stopped) = oneshot::channel::<()>();
        let runner = runner(&test).on("once", handler);
        nodes.push(tokio::spawn(runner.run(async { drop(stopped.await) })));
        stops.push(stop);
    }
    tokio::time::timeout(Duration::from_secs(60), done.notified()).await.unwrap();
    drop(stops);
    for node in nodes {
        node.await.unwrap();
    }
    assert_eq!(runs.load(Ordering::SeqCst), JOBS);
    assert_eq!(counts(&test).await, []);
});

testkit::both!(a_commit_wakes_the_runner, |test| async move {
    let (seen, done) = (Arc::default(), Arc::new(Notify::new()));
    let told = done.clone();
    let handler = noting(&seen, move |_| {
        told.notify_one();
        Ok(())
    });
    let (stop, stopped) = oneshot::channel::<()>();
    let runner = runner(&test).on("mail", handler).look(Duration::from_secs(3600));
    let node = tokio::spawn(runner.run(async { drop(stopped.await) }));
    for n in 1..=5 {
        enqueue(&test, NewJob::new("mail")).await;
        tokio::time::timeout(Duration::from_secs(30), done.notified()).await.unwrap();
        assert_eq!(seen.lock().unwrap().len(), n);
    }
    drop(stop);
    node.await.unwrap();
});

testkit::both!(a_stopped_node_gives_back_and_a_dead_one_loses_its_lease, |test| async move {
    let (begun, seen) = (Arc::new(Notify::new()), Arc::default());
    let hang = {
        let begun = begun.clone();
        move |_: Ctx, _: Job| {
            let begun = begun.clone();
            async move {
                begun.notify_one();
                futures::future::pending().await
            }
        }
    };
    enqueue(&test, NewJob::new("slow")).await;
    let hanging = runner(&test).on("slow", hang).grace(Duration::ZERO);
    let healthy = runner(&test).on("slow", noting(&seen, |_| Ok(())));

    let (stop, stopped) = oneshot::channel::<()>();
    let node = tokio::spawn(hanging.clone().run(async { drop(stopped.await) }));
    begun.notified().await;
    assert_eq!(healthy.drain().await.unwrap(), 0, "it is held");
    drop(stop);
    node.await.unwrap();
    assert_eq!(counts(&test).await, [("ready".to_owned(), 1)], "given back, attempt and all");

    let node = tokio::spawn(hanging.run(futures::future::pending()));
    begun.notified().await;
    node.abort();
    assert!(node.await.unwrap_err().is_cancelled());
    assert_eq!(healthy.drain().await.unwrap(), 0, "its lease still runs");
    test.env.advance(61_000);
    assert_eq!(healthy.drain().await.unwrap(), 1);
    assert_eq!(seen.lock().unwrap()[0].attempt, 2);
});
