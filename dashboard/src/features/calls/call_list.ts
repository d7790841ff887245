import type { Ref } from 'vue'
import { listCalls, type CallQuery } from '@/data/calls'
import { useList } from './use_list'

const REFRESH_EVERY_MS = 10_000

/** One page of calls. */
export const useCallList = (query: () => CallQuery, key: Ref<string>, fresh: Ref<boolean>) =>
  useList((signal) => Promise.all([listCalls(query(), signal), null]), key, fresh, REFRESH_EVERY_MS)
