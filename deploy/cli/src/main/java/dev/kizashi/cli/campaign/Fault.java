package dev.kizashi.cli.campaign;

/** What a campaign does to the cluster. */
enum Fault {
  KILL_TASK_MANAGER("kill -9 of a TaskManager"),
  KILL_TASK_MANAGER_MID_CHECKPOINT("kill -9 of a TaskManager while a checkpoint is under way"),
  PAUSE_TASK_MANAGER("SIGSTOP of a TaskManager for longer than its heartbeat, then SIGCONT"),
  KILL_JOB_MANAGER("kill -9 of the JobManager"),
  KILL_COORDINATOR("kill -9 of ZooKeeper"),
  KILL_BROKER("kill -9 of the broker"),
  KILL_BROKER_MID_TRANSACTION("kill -9 of the broker while a checkpoint is under way"),
  KILL_REGISTRY("kill -9 of the registry"),
  REGISTRY_OUTAGE("the registry away while a TaskManager is replaced"),
  KILL_TASK_MANAGER_TWICE("kill -9 of a TaskManager, and of the other while the job recovers"),
  RESCALE("stop with savepoint, on at another parallelism"),
  UPGRADE("stop with savepoint, on with a rebuilt jar");

  private final String words;

  Fault(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
