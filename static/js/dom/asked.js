/** While the question itself is on the screen, the bar names the room; else it says what is asked. */
export function followQuestion() {
  const question = document.getElementById("question");
  const bar = document.querySelector(".bar");
  if (!question) return;
  const eye = new IntersectionObserver(([{ isIntersecting }]) => bar.toggleAttribute("data-asked", isIntersecting));
  eye.observe(question);
}
