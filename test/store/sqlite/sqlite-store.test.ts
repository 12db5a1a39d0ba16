import { describe } from 'vitest'
import { storeContract } from '../../contracts/store.contract.ts'
import { directStore } from './direct-store.ts'
import { newFile } from './folder.ts'

describe('the store in SQLite', () => {
  storeContract(async () => {
    const store = directStore({ file: newFile() })
    return { store, clear: () => store.close() }
  })
})
