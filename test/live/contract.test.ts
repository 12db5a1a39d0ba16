import { describe, test } from 'vitest'
import { telephonyContract } from '../contracts/telephony.contract.ts'
import { liveHarness } from './harness.ts'
import { liveServers, NO_SERVERS } from './servers.ts'

const servers = liveServers()

if (servers === null) {
  // Whoever asked for these tests is told in a line; in all tests they count as skipped.
  if (process.env.CARILLON_LIVE !== undefined) process.stderr.write(`${NO_SERVERS}\n`)
  test.skip(NO_SERVERS, () => {})
} else
  describe('drachtio and FreeSWITCH keep the contract', () =>
    telephonyContract(far => liveHarness(servers, far)))
