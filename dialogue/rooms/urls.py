from django.urls import path

from dialogue.rooms.views import data, moderation, pages, pictures, saying, world

urlpatterns = [
    path("themes/<slug:slug>/", pages.theme, name="theme"),
    path("world/", world.world, name="world"),
    path("people/<str:handle>/", pages.person, name="person"),
    path("people/<str:handle>/suspension/", moderation.suspension, name="suspension"),
    path("rooms/<slug:slug>/", pages.room, name="room"),
    path("rooms/<slug:slug>/threads/<int:seq>/", pages.thread, name="thread"),
    path("rooms/<slug:slug>/threads/<int:seq>/lock/", moderation.lock, name="lock"),
    path("rooms/<slug:slug>/threads/<int:seq>/pin/", moderation.pin, name="pin"),
    path("rooms/<slug:slug>/posts/", saying.posts, name="posts"),
    path("rooms/<slug:slug>/posts/<int:seq>/", pages.post, name="post"),
    path("rooms/<slug:slug>/posts/<int:seq>/edit/", saying.edit, name="edit"),
    path("rooms/<slug:slug>/posts/<int:seq>/reply/", saying.reply, name="reply"),
    path("rooms/<slug:slug>/posts/<int:seq>/revisions/", saying.revisions, name="revisions"),
    path("rooms/<slug:slug>/posts/<int:seq>/withdrawal/", saying.withdrawal, name="withdrawal"),
    path("rooms/<slug:slug>/posts/<int:seq>/reaction/", saying.reaction, name="reaction"),
    path("rooms/<slug:slug>/posts/<int:seq>/words/", data.words, name="words"),
    path("rooms/<slug:slug>/posts/<int:seq>/hiding/", moderation.hiding, name="hiding"),
    path("rooms/<slug:slug>/reading/", saying.reading, name="reading"),
    path("rooms/<slug:slug>/closure/", moderation.closure, name="closure"),
    path("rooms/<slug:slug>/slowness/", moderation.slowness, name="slowness"),
    path("rooms/<slug:slug>/mutes/", moderation.mutes, name="mute"),
    path("rooms/<slug:slug>/events/", data.events, name="events"),
    path("rooms/<slug:slug>/live/", data.live, name="live"),
    path("rooms/<slug:slug>/posts.json", data.posts_json, name="posts-json"),
    path("rooms/<slug:slug>/world/", world.room_world, name="room-world"),
    path("rooms/<slug:slug>/picture.png", pictures.room_picture, name="room-picture"),
    path("rooms/<slug:slug>/posts/<int:seq>/picture.png", pictures.post_picture, name="post-picture"),
    path("rooms/<slug:slug>/feed/", data.feed, name="feed"),
]
