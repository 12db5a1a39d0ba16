import { describe } from 'vitest'
import { telephonyContract } from '../../contracts/telephony.contract.ts'
import { scripted } from './on-doubles.ts'

describe('The adapter between doubles of the servers keeps the contract', () =>
  telephonyContract(scripted))
