import { ActionIcon, Button, FileButton, Group, Input, Stack, Text, TextInput, VisuallyHidden } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import type { AttachmentView } from '../../../../server/src/stabilize/attachments/attachments.contract.ts'
import { crisisPath } from '../../stabilize/crisis/keys.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t } from '../../strings/t.ts'
import { upload } from '../../ui/api.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { type Draft, isShown } from './draft.ts'

type File_ = Draft['files'][number]

/** Files that customers get with the update: kept with the crisis first, so that none is lost where the draft is refused. */
export function FilesField({ files, onChange }: { files: File_[]; onChange: (files: File_[]) => void }) {
  const { id } = useRoom()
  const reset = useRef<() => void>(null)
  const keep = useMutation({
    mutationFn: async (chosen: File[]) =>
      Promise.all(
        chosen.map((file) => upload<AttachmentView>(crisisPath(id, `/attachments?name=${encodeURIComponent(file.name)}`), file, 'application/octet-stream')),
      ),
    onSuccess: (kept) => onChange([...files, ...kept.map(({ id: file, name, size }) => ({ id: file, name, size, alt: null }))]),
    onSettled: () => reset.current?.(),
  })
  const describe = (file: string, alt: string) => onChange(files.map((each) => (each.id === file ? { ...each, alt: alt || null } : each)))
  return (
    <Input.Wrapper label={t('compose.files')} description={t('compose.filesHint')} labelElement="div">
      <Stack gap={6} mt={6}>
        {files.map(({ id: file, name, size, alt }) => (
          <Stack key={file} gap={4}>
            <Group gap="xs" wrap="nowrap" justify="space-between">
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                {name}{' '}
                <Text span size="xs" c="dimmed">
                  {shownSize(size)}
                </Text>
              </Text>
              <ActionIcon variant="subtle" color="gray" onClick={() => onChange(files.filter((each) => each.id !== file))}>
                <span aria-hidden>✕</span>
                <VisuallyHidden>{t('compose.fileOff', { name })}</VisuallyHidden>
              </ActionIcon>
            </Group>
            {mayBePicture(name) && (
              <TextInput
                size="xs"
                label={t('compose.alt', { name })}
                description={t(isShown(alt) ? 'compose.altShown' : 'compose.altHint')}
                maxLength={300}
                value={alt ?? ''}
                onChange={(event) => describe(file, event.currentTarget.value)}
              />
            )}
          </Stack>
        ))}
        <Group>
          <FileButton multiple resetRef={reset} onChange={(chosen) => chosen.length > 0 && keep.mutate(chosen)}>
            {(props) => (
              <Button {...props} variant="default" size="compact-sm" loading={keep.isPending}>
                {t('compose.fileOn')}
              </Button>
            )}
          </FileButton>
        </Group>
        {keep.isError && <ErrorNote error={keep.error} />}
      </Stack>
    </Input.Wrapper>
  )
}

/** By its name; what it is, the server finds in its bytes. */
const mayBePicture = (name: string) => /\.(?:png|jpe?g|webp|gif)$/i.test(name)
export const shownSize = (bytes: number) => (bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1_000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`)
