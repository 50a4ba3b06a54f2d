// Saves a streamed text as a file; nothing is opened in the page.
export async function download(name, stream) {
  const address = URL.createObjectURL(new Blob([await stream.arrayBuffer()], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
