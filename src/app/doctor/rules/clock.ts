import { type Duration, seconds } from '../../../base/duration.ts'
import { type Finding, well, wrong } from '../finding.ts'

/** Beyond this, names and times of recordings and journal no longer go together. */
const TOLERANCE: Duration = seconds(1)

/**
 * Whether FreeSWITCH's clock goes with ours.
 *
 * @param theirs ms since 1970, read between our `asked` and `answered`.
 */
export function judgeClock(theirs: number, asked: number, answered: number): Finding {
  const check = 'clock'
  if (!Number.isFinite(theirs)) return well(check, 'FreeSWITCH does not say what time it has.')
  const off = theirs < asked ? theirs - asked : Math.max(0, theirs - answered)
  const words = `${Math.abs(off / 1000).toFixed(1)} s ${off < 0 ? 'behind' : 'ahead of'} ours`
  const hint = 'Have both machines set by NTP (chrony, systemd-timesyncd).'
  if (Math.abs(off) > TOLERANCE) return wrong(check, `FreeSWITCH's clock is ${words}.`, hint)
  return well(check, "FreeSWITCH's goes with ours.")
}
