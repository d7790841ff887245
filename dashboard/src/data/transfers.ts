import type { components } from './api'
import { RequestFailed, request } from './http'
import type { Problem } from './contract'

type Schemas = components['schemas']

export type TransferState = Schemas['TransferState']
export type Import = Schemas['ImportShown']
export type ImportRow = Schemas['ImportRow']
export type ImportAsked = Required<Schemas['ImportAsked']>
export type Export = Schemas['ExportShown']
export type ExportAsked = Required<Schemas['CustomerExportAsked']>

const RUNNING: ReadonlySet<TransferState> = new Set(['queued', 'running'])
export const isRunning = (state: TransferState) => RUNNING.has(state)

export const readImports = () => request<Schemas['ImportsShown']>('/customer-imports')
export const readImport = (id: string) => request<Import>(`/customer-imports/${id}`)
export const runImport = (id: string, asked: ImportAsked) => request<Import>(`/customer-imports/${id}/run`, { method: 'POST', body: asked })
export const removeImport = (id: string) => request<null>(`/customer-imports/${id}`, { method: 'DELETE' })
export const problemsAddress = (id: string) => `/api/customer-imports/${id}/problems`

export const readExports = () => request<Schemas['ExportsShown']>('/customer-exports').then(({ items }) => items)
export const askExport = (asked: ExportAsked) => request<Export>('/customer-exports', { method: 'POST', body: asked })
export const exportAddress = (id: string) => `/api/customer-exports/${id}/file`

/** The file goes as it is. `fetch` does not tell how much of it is up; the older way does. */
export function uploadImport(file: File, onProgress: (part: number) => void): Promise<Import> {
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest()
    sending.open('POST', '/api/customer-imports')
    sending.responseType = 'json'
    sending.setRequestHeader('X-Callcenter', '1')
    sending.setRequestHeader('X-File-Name', encodeURIComponent(file.name).slice(0, 600))
    sending.setRequestHeader('Content-Type', 'application/octet-stream')
    sending.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total)
    sending.onerror = () => reject(new RequestFailed(0, null))
    sending.onload = () => {
      if (sending.status === 201) resolve(sending.response as Import)
      else reject(new RequestFailed(sending.status, sending.response as Problem | null))
    }
    sending.send(file)
  })
}
