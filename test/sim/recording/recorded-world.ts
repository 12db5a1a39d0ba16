import { seededRandom } from '../../../src/base/random.ts'
import { policyByName } from '../../../src/sim/policy-names.ts'
import { DayReader } from '../../../src/sim/recording/day-reader.ts'
import { readRecording } from '../../../src/sim/recording/read-recording.ts'
import type { RecordedDay } from '../../../src/sim/recording/recorded-day.ts'
import type { RecordingLine } from '../../../src/sim/recording/recording.ts'
import type { DayResult } from '../../../src/sim/result.ts'
import { runDay } from '../../../src/sim/run-day.ts'
import type { World } from '../../../src/sim/world/world.ts'

/** A simulated day: what came of it by the truth of its world, and as it was recorded. */
export async function recordedWorld(
  world: World,
  policy: string,
  seed = 1,
): Promise<{ readonly result: DayResult; readonly day: RecordedDay }> {
  const lines: RecordingLine[] = []
  const { result } = await runDay({
    world,
    policy: policyByName(policy, world),
    random: seededRandom(seed).fork('day 0'),
    number: 0,
    record: line => void lines.push(line),
  })
  return { result, day: await dayOf(lines) }
}

/** The day of a recording with these lines. */
export async function dayOf(
  lines: readonly RecordingLine[],
  campaign: string | null = null,
): Promise<RecordedDay> {
  const reader = new DayReader(campaign)
  await readRecording(piecesOf(lines.map(line => `${JSON.stringify(line)}\n`)), 'a.jsonl', reader)
  return reader.day()
}

/** Pieces of a text, one after the other. */
export async function* piecesOf(pieces: readonly string[]): AsyncIterable<string> {
  yield* pieces
}
