import type { CampaignRun, Core } from '../core.ts'
import { LEARNED_EVERY } from '../limits.ts'
import { codeOf } from './ask-store.ts'

/**
 * Writes behind, now and then, what a campaign's policy has learned. When the store refuses, it is
 * tried again the next time: nothing hangs on it.
 */
export function keepLearned(core: Core, run: CampaignRun): void {
  if (core.now - run.learned.at < LEARNED_EVERY) return
  run.learned = { ...run.learned, at: core.now }
  core.pending.more()
  writeLearned(core, run).then(
    () => core.pending.less(),
    (error: unknown) => {
      core.pending.less()
      const reply = { kind: 'failed', what: 'learned', code: codeOf(error) } as const
      core.enqueue({ from: 'store', reply })
    },
  )
}

/** Writes it now, unless the store has it. Rejects with the store's reason. */
export async function writeLearned(core: Core, run: CampaignRun): Promise<void> {
  const kept = run.pacer.learned()
  if (kept === null || kept === run.learned.kept) return
  await core.store.keepLearned(run.id, kept, core.wall)
  run.learned = { ...run.learned, kept }
}
