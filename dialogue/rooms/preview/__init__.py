"""The picture others see when somebody shares the address of a room or a post: 1200 × 630, drawn here by typst."""
