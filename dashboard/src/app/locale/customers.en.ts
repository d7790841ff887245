import { fieldEditorEn, teamEditorEn } from './setup.en'

export const customersEn = {
  title: 'Customers', search: 'Find a customer', searchHelp: 'By: whole phone, its last four digits, whole name, two neighbouring characters of a name, full pinyin, pinyin initials, whole identity or account number. All is stored encrypted; nothing else can be searched.',
  new: 'New customer', import: 'Import', export: 'Export', duplicates: 'Duplicates', followUps: 'Follow-ups', all: 'All customers, the newest first',
  searchedAs: 'Searched by {ways}', frozen: '{n} frozen customers are not shown',
  way: { phone: 'whole phone', last_four: 'last four digits', name: 'whole name', neighbours: 'neighbouring characters', pinyin: 'pinyin', initials: 'initials', identity: 'identity number', account: 'account number' },
  name: 'Name', phone: 'Phone', vip: 'VIP', tags: 'Tags', marks: 'Warnings', changed: 'Changed', demo: 'demo', more: 'More', morePhones: '{n} numbers',
  none: 'No customer found', noneHelp: 'Check it, or try another way: the last four digits, two characters of the name.', noneYet: 'No customers yet', noneYetHelp: 'Import XLSX or CSV, or add one.',
  forbiddenTitle: 'Not allowed', forbiddenHelp: 'Customers are for agents and supervisors; ask a system administrator.', failed: 'Not done; try again later', edit: 'Edit', close: 'Close',
  source: 'Source', owner: 'Owner', created: 'Added', noName: '(no name)', level: 'VIP {n}',
  note: 'Write a note', noteSave: 'Save note', follow: 'Follow-ups', followWhat: 'What to do', followDue: 'When', followAdd: 'Add follow-up', followDone: 'Done', overdue: 'overdue', noFollowUps: 'Nothing to follow up', earlier: 'Earlier',
  merge: {
    title: 'Duplicates', help: 'Customers with the same phone or identity number. One is kept and takes the other’s numbers and history; it can be undone.', none: 'No duplicates found', keep: 'Keep this one', undo: 'Undo', done: 'Merged; it can be undone', undone: 'Undone; both are back', by: { phone: 'same phone', identity: 'same identity number' },
  },
  importing: {
    title: 'Import customers', choose: 'Choose a file', drop: 'Drop an XLSX or CSV file here, or', limits: 'At most {mb} MB; CSV in UTF-8 or GB18030. Kept encrypted and removed when done.', uploading: 'Uploading {n}%', reading: 'Reading the file',
    tooLarge: 'The file is larger than {mb} MB; split it.', steps: { file: 'File', mapping: 'Fields', check: 'Dry run', run: 'Import' },
    column: 'Column', field: 'Field', samples: 'First rows (masked)', skipColumn: 'not imported', header: 'The first row is a header', duplicate: 'When somebody is known already', skip: 'Skip; known customers stay', update: 'Update: replace what is filled in, add numbers', dryRun: 'Dry run', dryRunHelp: 'Checks every row and writes nothing', run: 'Import', again: 'Dry run again', remove: 'Discard', another: 'Import another file',
    needMapping: 'Map at least the name or a phone', rows: '{read} rows read', rowsOf: '{read} of {total} rows read', added: 'added', updated: 'updated', skipped: 'skipped', wrong: 'wrong', row: 'Row {n}', problems: 'Wrong rows', allProblems: 'All problems (CSV)', more: 'the first {n} only', recent: 'Recent imports',
    state: { uploaded: 'to be mapped', queued: 'queued', running: 'running', checked: 'dry run done', done: 'done', failed: 'stopped', removed: 'file removed' },
    checked: 'The dry run is done; nothing was written.', finished: 'The import is done.', survives: 'You may leave this page; the progress stays.', goOn: 'Go on', phones: 'phones', vip: 'VIP level',
  },
  exporting: {
    title: 'Export customers', what: 'Exports:', whatAll: 'all customers', whatSearch: 'what is searched now', format: 'Format', masked: 'Masked (default)', whole: 'Whole numbers', reason: 'Reason for whole numbers (goes into the audit trail)', start: 'Export', fetch: 'Download', rows: '{n} rows', none: 'No exports', expires: 'removed {at}', notMine: 'asked for by {by}, who alone may fetch it', recent: 'Recent exports',
    state: { queued: 'queued', running: 'running', done: 'ready', failed: 'not done', removed: 'file removed', uploaded: '', checked: '' },
  },
}

export const setupEn = {
  title: 'Settings', categories: 'Categories', breaks: 'Breaks', teams: 'Teams', fields: 'Customer fields', loadFailed: 'Not read; try again later', unsaved: 'Changes not saved', undo: 'Undo changes', leaveUnsaved: 'Changes are not saved and will be lost. Leave all the same?',
  team: teamEditorEn, field: fieldEditorEn, scripts: 'Scripts', words: 'Forbidden words', save: 'Save', saved: 'Saved', add: 'Add', remove: 'Remove', up: 'Up', down: 'Down', code: 'Code', zh: 'Chinese', en: 'English', failed: 'Not saved; try again later', readOnly: 'Only a system administrator changes this.',
  callType: 'Type in the call export', notesRequired: 'needs notes', queues: 'Queues', allQueues: 'all queues', queueGone: 'There is no such queue; take it off', requiredQueues: 'Queues whose calls need a category',
  script: { new: 'New', kind: { script: 'Script', knowledge: 'Knowledge' }, titleField: 'Title', body: 'Text', search: 'Find a script', none: 'No scripts', noneHelp: 'Write one; agents find it on their page.', chooseTitle: 'No script is open', choose: 'Choose one on the left to read or change it, or write a new one.', archive: 'Archive', restore: 'Restore', archived: 'archived', version: 'version {n}', by: '{who}, {at}', clean: 'Checked: no forbidden words', hits: '{n} forbidden places; change them to save', checking: 'Checking', unsaved: 'not saved' },
  word: { own: 'Our own forbidden words', house: 'Built in (always there)', phrase: 'Phrase', reason: 'Reason', except: 'Except in (commas)', law: 'Rule' },
}
