import { describe } from 'vitest'
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts'
import { storeContract } from '../../contracts/store.contract.ts'
import { newFile } from './folder.ts'

describe('the store in SQLite', () => {
  storeContract(async () => {
    const store = await openSqliteStore({ file: newFile() })
    return { store, clear: () => store.close() }
  })
})
