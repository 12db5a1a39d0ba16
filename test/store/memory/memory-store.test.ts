import { describe } from 'vitest'
import { MemoryStore } from '../../../src/store/memory/memory-store.ts'
import { storeContract } from '../../contracts/store.contract.ts'

describe('the store in memory', () => {
  storeContract(async () => {
    const store = new MemoryStore()
    return { store, clear: () => store.close() }
  })
})
