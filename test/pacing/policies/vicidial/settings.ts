import {
  VICIDIAL_DEFAULTS,
  type VicidialSettings,
} from '../../../../src/pacing/policies/vicidial/settings.ts'

/** VICIdial as it comes, on a day that begins at nine, but for what is told. */
export const set = (more: Partial<VicidialSettings> = {}): VicidialSettings => ({
  ...VICIDIAL_DEFAULTS,
  rule: 'hard-limit',
  dialTimeout: 25_000,
  dropAfter: 2000,
  lines: 500,
  callsPerSecond: 50,
  midnight: -9 * 3_600_000,
  ...more,
})
