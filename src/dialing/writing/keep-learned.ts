import type { CampaignRun, Core } from '../core.ts'
import { LEARNED_EVERY } from '../limits.ts'
import { codeOf } from './ask-store.ts'

/**
 * Writes behind, now and then, what a campaign's policy has learned. When the store refuses, that
 * is told, and it is tried again the next time: no call hangs on it.
 */
export function keepLearned(core: Core, run: CampaignRun): void {
  if (core.now - run.learned.at < LEARNED_EVERY) return
  run.learned = { ...run.learned, at: core.now }
  core.pending.more()
  writeLearned(core, run).then(
    isWritten => {
      core.pending.less()
      if (isWritten) core.enqueue({ from: 'store', reply: { kind: 'recovered', what: 'learned' } })
    },
    (error: unknown) => {
      core.pending.less()
      const reply = { kind: 'failed', what: 'learned', code: codeOf(error) } as const
      core.enqueue({ from: 'store', reply })
    },
  )
}

/** Writes at the engine's end what each policy has learned; what the store refuses is told. */
export async function keepAllLearned(core: Core): Promise<void> {
  for (const run of core.campaigns.values()) {
    try {
      await writeLearned(core, run)
    } catch (error) {
      core.troubles.refused('learned', codeOf(error), core.now)
    }
  }
}

/**
 * What an earlier engine kept of a campaign; a text that no policy can read if the store refuses.
 */
export async function learnedBefore(core: Core, run: CampaignRun): Promise<string | null> {
  try {
    return await core.store.learned(run.id)
  } catch (error) {
    core.troubles.refused('learned', codeOf(error), core.now)
    return ''
  }
}

/** Writes it now, unless the store has it. @returns whether it did. */
async function writeLearned(core: Core, run: CampaignRun): Promise<boolean> {
  const kept = run.pacer.learned()
  if (kept === null || kept === run.learned.kept) return false
  await core.store.keepLearned(run.id, kept, core.wall)
  run.learned = { ...run.learned, kept }
  return true
}
