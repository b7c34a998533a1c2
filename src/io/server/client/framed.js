// Tells the studio, which shows this page in a frame, which words were clicked. Other pages that frame it learn nothing
// that they couldn't load themselves.

if (window.parent !== window) {
  addEventListener("click", (event) => {
    const at = document.caretPositionFromPoint?.(event.clientX, event.clientY);
    const range = at ? null : document.caretRangeFromPoint?.(event.clientX, event.clientY);
    const [node, offset] = at ? [at.offsetNode, at.offset] : [range?.startContainer, range?.startOffset];
    if (node?.nodeType !== Node.TEXT_NODE) return;
    const text = node.data.slice(Math.max(0, offset - 8), offset + 12).trim();
    if (text) window.parent.postMessage({ kepu: "place", text, whole: node.data.trim().slice(0, 200) }, "*");
  });
}
