export const attaching = {
  'inbox.attach': 'Attach',
  'inbox.attachHint': 'Up to {most} files of {each} MB each, {together} MB together. Dropped or pasted ones are taken, too.',
  'inbox.attached': 'Attached files',
  'inbox.fileAttached': '{name} is attached.',
  'inbox.fileGoing': '{name} is being sent up',
  'inbox.fileOut': 'Take out {name}',
  'inbox.fileEmpty': 'This file is empty.',
  'inbox.fileTooLarge': 'A file may have {each} MB.',
  'inbox.fileTooMany': 'A message takes {most} files. Send the others with a second one.',
  'inbox.fileTooHeavy': 'The files of a message may have {together} MB together. Send some of them with a second one.',
  'inbox.filesNotToNetwork': 'An answer on a network is words alone: no files are attached to it from here.',
  'inbox.filesNotToDesk': 'Files are attached in the desk: this conversation is answered there.',
} as const
