import { afterEach, describe } from 'vitest'
import { incoming } from './callers/calling-in-to.ts'
import { outside } from './outside/bringing-in.ts'
import { leaving } from './outside/leaving.ts'
import { announcing, notAnnouncing } from './telephony/announcing.ts'
import { around } from './telephony/around.ts'
import { type MakeTelephony, TelephonyBench } from './telephony/bench.ts'
import { connecting } from './telephony/connecting.ts'
import { duringCall } from './telephony/during-call.ts'
import { calleeEnding, ending } from './telephony/ending.ts'
import { placing } from './telephony/placing.ts'
import { races } from './telephony/races.ts'
import { recording } from './telephony/recording.ts'
import { supervising } from './telephony/supervising.ts'

/** The rules of the telephony port, each a test, for any adapter. */
export function telephonyContract(make: MakeTelephony): void {
  const bench = new TelephonyBench(make)
  afterEach(() => bench.end())
  describe('placing', () => placing(bench))
  describe('our ends', () => ending(bench))
  describe("callees' ends", () => calleeEnding(bench))
  describe('connecting', () => connecting(bench))
  describe('announcing', () => announcing(bench))
  describe('not announcing', () => notAnnouncing(bench))
  describe('operators and trunks', () => around(bench))
  describe('during calls', () => duringCall(bench))
  // Two calls each, and real time on real servers.
  describe('with people outside', { timeout: 20_000 }, () => outside(bench))
  describe('left on hold', { timeout: 20_000 }, () => leaving(bench))
  describe('with people who call', () => incoming(bench))
  describe('recording', () => recording(bench))
  describe('supervising', () => supervising(bench))
  describe('races', () => races(bench))
}
