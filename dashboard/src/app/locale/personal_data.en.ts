import type { personalDataZhCN } from './personal_data.zh-CN'

export const personalDataEn: typeof personalDataZhCN = {
  title: 'Personal-data requests', lead: 'For people who ask to see, have, correct or restrict their own data. Every step is audited.',
  forbiddenTitle: 'No right to answer personal-data requests', forbiddenHelp: 'Supervisors and the security administrator do. Ask the system administrator.',
  failed: 'Not done; try again later', anew: 'Next person', finding: 'Searching',
  next: 'What is held appears here, then a copy can be handed over, or data corrected, frozen or unfrozen.',
  who: {
    title: 'Who asks', by: 'Found by', way: { phone: 'Phone number', identity_number: 'Identity number', name: 'Name', customer_id: 'Customer id' },
    help: { phone: 'the whole number', identity_number: 'the whole identity number', name: 'the whole name; then choose among namesakes', customer_id: 'customer id of 26 characters' },
    wrong: { phone: 'Please enter the whole phone number', identity_number: 'An identity number has digits, letters, brackets and hyphens only', name: 'Please enter a name', customer_id: 'A customer id has 26 digits and capital letters' },
    reason: 'Reason (audited)', reasonExample: 'e.g. asked by phone to see their data; identity verified', find: 'Find', noName: 'Many people share a name: ask for a phone or identity number first. Supervisors can search by name.',
    namesakes: 'Verify, then choose one', choose: 'This one', nobody: 'No customer has this name. Use a phone or identity number.', frozen: '{n} frozen customers are not listed. Use a phone or identity number.', more: 'Many namesakes: only the first {n} are listed. Use a phone or identity number.',
  },
  asked: { phone: 'By phone number (ending {end})', identity_number: 'By identity number (ending {end})', customer_id: 'By customer id' },
  held: {
    title: 'What is held', noneTitle: 'Nothing is held about this person', noneHelp: 'There is no customer and no call from this number. Check it, or search by another. This search was audited.',
    customers: 'Customers', merged: 'Merged into them', calls: 'Calls', recordings: 'Recordings', notes: 'Notes', followUps: 'Follow-ups', span: '{from} to {to}',
    leftOut: 'Recordings are not in the copy; fetch them by the id of the call.', more: 'The copy also has every version of call notes, all freezes, and who saw what.', several: '{n} customers were found; family or colleagues may share a number. Verify each, and handle only the data of who asks.',
    noCustomer: 'There is no customer, only calls from this number.',
  },
  field: { phones: 'Phones', identity_number: 'Identity number', bank_account: 'Bank account', address: 'Address', created: 'Created', changed: 'Changed' },
  state: { active: 'In use', frozen: 'Frozen', merged: 'Merged into another' },
  record: { counts: '{notes} notes, {followUps} follow-ups', merged: 'with {n} merged', correct: 'Correct', correctHelp: 'Change it at the customers page', correctBy: 'Supervisors correct it at the customers page', correctFrozen: 'Frozen data cannot be corrected; unfreeze it first' },
  freeze: {
    act: 'Freeze', end: 'Unfreeze', cancel: 'Cancel', help: 'Frozen data is kept only: on no card, in no search, not to be changed.', reason: 'Reason to freeze (audited)', until: 'Until (optional)', untilHelp: 'It does not end by itself; this page will say so.',
    endReason: 'Reason to unfreeze (audited)', past: 'The term must end today or later', since: 'Frozen {at} by {by}', term: 'until {at}', noTerm: 'no term set', over: 'The term is over; it can be unfrozen', why: 'Reason: {reason}', ended: 'Unfrozen, in use again',
  },
  copy: {
    title: 'Hand over a copy', what: 'One file with everything on the left.', format: 'Format', masked: 'Masked', maskedHelp: 'first and last characters only, for checking inside', whole: 'Whole', wholeHelp: 'all readable, for handing over to the person', wholeReason: 'Reason for the whole copy (audited)',
    wholeExample: 'e.g. identity document checked in person', take: 'Download the copy', done: 'Downloaded {file} ({kind}).', after: 'Hand it to the person only, then delete it from this computer.', several: 'The copy holds all {n} customers. For one of them only, choose “Only this one” there first.', only: 'Only this one',
  },
}
