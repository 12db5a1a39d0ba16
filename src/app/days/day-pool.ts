import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { DayFigures, DayJob } from '../../sim/compare/day-job.ts'
import { errorOf } from '../../store/sqlite/protocol.ts'
import type { FromDays } from './protocol.ts'

/** Threads that run simulated days, as many at once as the machine has cores. */
export interface DayPool {
  /**
   * The figures of a day, which depend on nothing but the job. Days are begun in the order in which
   * they were asked for.
   *
   * @throws CarillonError as `policyByName`.
   */
  run(job: DayJob): Promise<DayFigures>
  /** Ends all threads, and with them what they were doing. */
  close(): Promise<void>
}

/** More threads than this need more memory than they save time. */
const THREADS_MAX = 32

interface Task {
  readonly job: DayJob
  readonly resolve: (figures: DayFigures) => void
  readonly reject: (error: unknown) => void
}

/** @param threads how many days run at once; by default as many as the machine has cores. */
export function dayPool(threads = Math.min(availableParallelism(), THREADS_MAX)): DayPool {
  const waiting: Task[] = []
  const idle: Worker[] = []
  const running = new Map<Worker, Task | null>()

  const next = (worker: Worker): void => {
    const task = waiting.shift()
    if (task === undefined) {
      idle.push(worker)
      // A pool that has nothing to do keeps no process alive.
      worker.unref()
      return
    }
    worker.ref()
    running.set(worker, task)
    worker.postMessage(task.job)
  }

  const started = (): Worker => {
    const worker = new Worker(new URL('./day-thread.ts', import.meta.url))
    running.set(worker, null)
    worker.on('message', (said: FromDays) => {
      const task = running.get(worker)
      running.set(worker, null)
      if (said.kind === 'done') task?.resolve(said.figures)
      else task?.reject(errorOf(said.failure))
      next(worker)
    })
    worker.on('error', error => running.get(worker)?.reject(error))
    worker.on('exit', () => {
      running.get(worker)?.reject(closed())
      running.delete(worker)
    })
    return worker
  }

  return {
    run: job =>
      new Promise((resolve, reject) => {
        waiting.push({ job, resolve, reject })
        const worker = idle.pop() ?? (running.size < threads ? started() : undefined)
        if (worker !== undefined) next(worker)
      }),
    async close() {
      for (const task of waiting.splice(0)) task.reject(closed())
      await Promise.all([...running.keys()].map(worker => worker.terminate()))
    },
  }
}

const closed = () => new Error('the threads were ended before this day was over')
