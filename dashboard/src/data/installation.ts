import type { Installation } from './contract'
import { request } from './http'

export function readInstallation(): Promise<Installation> {
  return request<Installation>('/installation')
}
