// Puts a video's player where its still image was, once the reader asks for it.
// Without this module the link leads to the video at its provider.

function player(link) {
  const frame = document.createElement('iframe');
  frame.src = link.dataset.video;
  frame.title = link.dataset.videoTitle;
  frame.allow = 'autoplay; fullscreen; picture-in-picture; encrypted-media';
  frame.allowFullscreen = true;
  frame.referrerPolicy = 'strict-origin-when-cross-origin';
  frame.tabIndex = 0;
  return frame;
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-video]');
  const wantsNewTab = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  if (!link || wantsNewTab) return;

  event.preventDefault();
  const frame = player(link);
  link.replaceWith(frame);
  frame.focus();
});
